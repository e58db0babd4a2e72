; The form of the language has colours, its words have none: that `sgd` is a method the server knows.

(comment) @comment
(text) @string
(number) @number
(unit) @type
(times) @number

["let" "expect" "sweep" "search" "try" "repeat"] @keyword
["then" "and"] @keyword
["in" "within" "of" "per" "log" "linear" "halving"] @keyword
(preposition) @keyword

(verb) @function
(definition name: (name) @variable)
(axis name: (name) @variable)
(label name: (name) @label)
(path (name) @variable)
(path (property) @property)
(call (path (name) @constructor))
(key) @variable.parameter

(comparison) @operator
(binary operator: _ @operator)
(negative "-" @operator)
(definition "=" @operator)
".." @operator

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
