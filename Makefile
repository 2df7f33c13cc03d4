# crt: build, try, test, measure, install. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
CONFIGURATION ?= Release
BIN := out/bin
FUZZ_TARGETS := $(patsubst tests/Fuzz/corpus/%,fuzz-%,$(wildcard tests/Fuzz/corpus/*))
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
# a build server that stays behind would hold the CI's pipe open
export MSBUILDDISABLENODEREUSE := 1
export DOTNET_CLI_USE_MSBUILD_SERVER := 0

PROGRAMS := Cli Shim ImageWorker
SOURCES := $(shell find src build -name bin -prune -o -name obj -prune -o -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.proto' \
    -o -name '*.json' -o -name '*.txt' -o -name '*.S' -o -name '*.c' -o -name '*.h' \) -print) \
    Directory.Build.props Directory.Packages.props global.json .globalconfig .editorconfig

.PHONY: help deps build demo test test-unit test-integration lint fmt bench install uninstall clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the Debian packages that building and testing need, when missing
	@build/deps

build: out/.built ## publish the programs to out/bin, debug files to out/symbols

out/.built: $(SOURCES)
	@build/publish $(CONFIGURATION) $(PROGRAMS)
	@touch $@

demo: deps build ## run a container from an image made here, and look at it from both sides
	@build/demo

test: deps build ## build, run every test project and the style checks, sum up
	@tests/run

test-unit: deps build ## the unit, ABI and style tests: no container is started
	@tests/run --unit

test-integration: deps build ## the tests with real containers, images and registries
	@tests/run --integration

.PHONY: vm
vm: deps ## make the virtual machine's disks and its QEMU, from Debian packages, once
	@tests/vm/build

.PHONY: test-vm
test-vm: deps build ## the limits in a virtual machine: both flavours, and the tests checked against runc and crun
	@VM_WHOLE=1 tests/run Vm

.PHONY: test-engines
test-engines: deps build ## containerd, podman and docker with crt as their runtime (ENGINES=, ENGINE_RUNTIME=)
	@tests/engines/run

.PHONY: test-engines-vm
test-engines-vm: deps build ## the engines' checks of limits in a virtual machine (ENGINES=, ENGINE_RUNTIME=, CHECKS=)
	@tests/engines/vm

lint: ## layout (csharpier) and the analyzers, warnings are errors
	@dotnet tool restore >/dev/null
	@dotnet csharpier check src tests spec-conformance
	@dotnet build ContainerRt.sln -c $(CONFIGURATION) --nologo -v quiet

fmt: ## lay the sources out anew
	@dotnet tool restore >/dev/null
	@dotnet csharpier format src tests spec-conformance

.PHONY: $(FUZZ_TARGETS)
$(FUZZ_TARGETS): fuzz-%: deps
	@tests/Fuzz/run $*

.PHONY: fuzz
fuzz: ## list the parsers that can be fuzzed; make fuzz-NAME runs AFL++ on one (FUZZ_SECONDS=)
	@printf '%s\n' $(FUZZ_TARGETS)

bench: deps build ## crt beside crun and runc: start-up, exec, pull; prints ratios
	@tests/Benchmarks/run

.PHONY: conformance
conformance: deps build ## runc's, crun's and runtime-tools' own test suites against crt, runc and crun: one table
	@spec-conformance/suites/run
.PHONY: conformance-matrix
conformance-matrix: deps build ## every MUST of the OCI specifications: crt beside runc and crun, into spec-conformance/matrix.md
	@spec-conformance/matrix-run

install: out/.built ## install the programs and their drop-in files (PREFIX=, DESTDIR=)
	@build/install install "$(DESTDIR)" "$(PREFIX)"

uninstall: ## remove what install put there (PREFIX=, DESTDIR=)
	@build/install uninstall "$(DESTDIR)" "$(PREFIX)"

clean: ## remove what a build made; out/cache (peers, roots) stays
	@rm -rf out/bin out/publish out/symbols out/.built out/tests
	@find src tests spec-conformance -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
