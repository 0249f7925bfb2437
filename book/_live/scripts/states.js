// What a record says of an exercise, in words.

export function describe(record) {
  if (record.done) {
    if (record.right === false) return ["answered", "answered, and learned"];
    return ["done", record.seen ? "done, solution seen" : "done"];
  }
  if (record.tries || record.text !== undefined) return ["begun", "begun"];
  return ["", "not begun"];
}
