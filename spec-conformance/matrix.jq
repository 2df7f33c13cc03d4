# Makes matrix.md of the rows (requirements.tsv), the known failures and what the runs of each runtime reported.
# Arguments: $runtime, $image, $distribution, $known (raw tables), $crt, $runc, $crun (slurped CTRF reports).
def rows: split("\n") | .[1:] | map(select(length > 0) | split("\t"));
def reasons: ($known | rows | map({key: "\(.[0]) \(.[1])", value: .[2]}) | from_entries);
def results: if . == null then {} else .results.tests | map(select(.labels.requirement)
    | {key: .labels.requirement, value: .}) | from_entries end;
def cell($name; $all; $id; $known):
    $all[$id] as $test
    | if $test == null then "-"
      elif $test.status == "passed" then "pass"
      elif $test.status == "skipped" and (($test.message // "") | startswith("known failure") | not) then "skip"
      elif $known["\($name) \($id)"] then "FAIL"
      else "FAIL?" end;
def note($name; $all; $id; $known):
    $all[$id] as $test
    | cell($name; $all; $id; $known) as $cell
    | if $cell == "FAIL" then "\($name): \($known["\($name) \($id)"])"
      elif $cell == "skip" then "\($name): skipped, \($test.message)"
      elif $cell == "FAIL?" then "\($name): \(($test.message // "") | split("\n")[0] | .[0:120])"
      else empty end;
def name($test): if $test == null then "" else "`\($test.extra.type | split(".")[-1]).\($test.extra.method)`" end;
def escaped: gsub("\\|"; "\\|");
def count($all; $ids; $kind): [$ids[] | cell(""; $all; .; {})] | map(select(. == $kind)) | length;
def summary($title; $rows; $columns):
    ($rows | map(select(.[4] == "yes") | .[0])) as $ids
    | "| \($title) | \($rows | length) | \($ids | length) | \($rows | map(select(.[4] | startswith("open"))) | length) | \($rows | map(select(.[4] | startswith("no"))) | length) |"
      + ($columns | map(" \(count(.all; $ids; "pass")) / \(count(.all; $ids; "FAIL?")) / \(count(.all; $ids; "skip")) |") | join(""));
def table($rows; $columns; $known):
    "| requirement | | id, test |" + ($columns | map(" \(.name) |") | join("")) + " remarks |",
    "|---|---|---|" + ($columns | map("---|") | join("")) + "---|",
    ($rows[] | . as $row
        | if $row[4] == "yes" then
            "| \($row[3]) | \($row[2]) | \($row[0]) \(name($columns[0].all[$row[0]])) |"
            + ($columns | map(" \(cell(.name; .all; $row[0]; $known)) |") | join(""))
            + " \([$columns[] | note(.name; .all; $row[0]; $known)] | join("; ")) |"
          else
            ($row[4] | split(": ")[0]) as $kind
            | "| \($row[3]) | \($row[2]) | \($row[0]) |"
            + ($columns | map(" \(if $kind == "open" then "open" else "n/a" end) |") | join(""))
            + " \($row[4][($kind | length) + 2:]) |"
          end
        | gsub("\n"; " "));
def document($area; $rows; $columns; $known):
    ($rows | map(.[1] | split("#")[0]) | reduce .[] as $x ([]; if index($x) then . else . + [$x] end))[] as $document
    | "", "## \($area) \($document)", "",
      ($rows | map(select(.[1] | startswith($document + "#"))) as $mine
        | ($mine | map(.[1]) | reduce .[] as $x ([]; if index($x) then . else . + [$x] end))[] as $section
        | "### \($section)", "", table($mine | map(select(.[1] == $section)); $columns; $known), "");
reasons as $known
| [{name: "crt", all: ($crt[0] | results)}, {name: "runc", all: ($runc[0] | results)}, {name: "crun", all: ($crun[0] | results)}] as $all
| ($runtime | rows) as $rt | ($image | rows) as $img | ($distribution | rows) as $dist
| "# Conformance, requirement by requirement", "",
  "Made by `make conformance-matrix` from the rows in `*/requirements.tsv`, the results of the tests and `known-failures.tsv`; not written by hand.",
  "", "Runtimes: \($versions | gsub("\n$"; "") | gsub("\n"; ", ")).", "",
  "| specification | rows | tested | open | n/a | crt pass / fail / skip | runc | crun |", "|---|---|---|---|---|---|---|---|",
  summary("runtime-spec"; $rt; $all),
  (summary("image-spec: layer.md, image-layout.md"; $img; $all[0:1]) + " | |"),
  (summary("distribution-spec, client"; $dist; $all[0:1]) + " | |"),
  "", "pass: seen to hold. FAIL: a known failure, with its reason (FAIL?: one that nobody has explained yet). skip: cannot be seen on the",
  "machine of this run. open: no test yet, with the reason. n/a: not about a runtime on Linux.",
  document("runtime-spec"; $rt; $all; $known),
  document("image-spec"; $img; $all[0:1]; $known),
  document("distribution-spec"; $dist; $all[0:1]; $known)
