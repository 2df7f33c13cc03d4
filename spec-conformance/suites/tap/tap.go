// Package tap writes test results in the Test Anything Protocol. It stands in for the package of that name which
// the validation programs of runtime-tools import and which no Debian package has: just what they call.
package tap

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// T counts the results and writes them.
type T struct {
	Writer io.Writer
	count  *int
	todo   string
}

// New writes to standard output.
func New() *T {
	return &T{Writer: os.Stdout, count: new(int)}
}

// Todo is for results that nobody expects to be right yet.
func (t *T) Todo() *T {
	return &T{Writer: t.Writer, count: t.count, todo: "# TODO "}
}

// Header begins the output; a plan of zero tests is left to AutoPlan.
func (t *T) Header(plan int) {
	t.line("TAP version 13")
	if plan > 0 {
		t.line("1..%d", plan)
	}
}

// AutoPlan tells how many results there were.
func (t *T) AutoPlan() {
	t.line("1..%d", *t.count)
}

// Ok is one result.
func (t *T) Ok(passed bool, description string) {
	*t.count++
	verdict := "ok"
	if !passed {
		verdict = "not ok"
	}
	t.line("%s %d - %s%s", verdict, *t.count, t.todo, description)
}

// Pass is a result that is right.
func (t *T) Pass(description string) {
	t.Ok(true, description)
}

// Fail is a result that is wrong.
func (t *T) Fail(description string) {
	t.Ok(false, description)
}

// Skip stands for as many results as could not be had.
func (t *T) Skip(count int, reason string) {
	for ; count > 0; count-- {
		*t.count++
		t.line("ok %d # SKIP %s", *t.count, reason)
	}
}

// Diagnostic is a comment, line by line.
func (t *T) Diagnostic(text string) {
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		t.line("# %s", line)
	}
}

// Diagnosticf is a formatted comment.
func (t *T) Diagnosticf(format string, arguments ...interface{}) {
	t.Diagnostic(fmt.Sprintf(format, arguments...))
}

// YAML is a block of data that belongs to the result before it. JSON is YAML too.
func (t *T) YAML(data interface{}) error {
	text, err := json.MarshalIndent(data, "  ", "  ")
	if err == nil {
		t.line("  ---\n  %s\n  ...", text)
	}
	return err
}

func (t *T) line(format string, arguments ...interface{}) {
	fmt.Fprintf(t.Writer, format+"\n", arguments...)
}
