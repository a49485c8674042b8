/**
 * What our documents have in common on paper: ink on white, rules and space instead of boxes, nothing said by colour alone.
 * Typst source, put before that of a document. Texts come in as values and are never read as Typst.
 */
export const PAPER = String.raw`
#let ink = rgb("#101b1e")
#let ink-2 = rgb("#47524f")
#let stone-3 = rgb("#b8b0a2")
#let stone-4 = rgb("#857d70")
#let fills = (white: white, bronze: rgb("#dba672"), silver: rgb("#c9ced1"), gold: rgb("#f2c94c"))
#let fill-of(level) = fills.at(data.levels.at(level - 1).fill)
#let name-of(level) = data.levels.at(level - 1).name

// A heading without a word in it would be refused, and says nothing.
#let words(value, otherwise: "–") = if value == none or value.trim() == "" { otherwise } else { value }
// Words are divided only where one is wider than its column.
#let fitting(value, style: it => it) = layout(room => {
  let wide = value.split(regex("\s+")).any(word => measure(style(text(hyphenate: false, word))).width > room.width)
  style(text(hyphenate: wide, value))
})
#let quiet(body) = text(fill: ink-2, body)
#let rule(weight: 0.5pt, tone: stone-4) = line(length: 100%, stroke: weight + tone)

// A level on its fill: always digit, word and border.
#let plate(level, size: 1em) = box(fill: fill-of(level), stroke: 0.75pt + ink, inset: (x: 0.45em, y: 0.25em), baseline: 0.25em)[
  #text(size: size)[*#level*~#name-of(level)]
]
// A fact with its name above it: two paragraphs, so that a screen reader takes them in this order.
#let fact(label, value) = {
  set par(spacing: 0.55em)
  par(quiet(label))
  par(value)
}

#let run(left, right) = {
  set text(size: 10pt)
  block(width: 100%, below: 0pt, stroke: (bottom: 2.5pt + ink), inset: (bottom: 1.6mm))[
    #grid(columns: (1fr, auto), column-gutter: 8mm, strong(left), right)
  ]
}
#let foot(left) = {
  set text(size: 9pt, fill: ink-2)
  block(width: 100%, stroke: (top: 0.5pt + stone-4), inset: (top: 1.4mm))[
    #grid(columns: (1fr, auto), column-gutter: 8mm, left, context [Page #counter(page).display() of #counter(page).final().first()])
  ]
}
#let boxes-note = if boxes > 0 [
  #if boxes == 1 [One character] else [#boxes characters] of what was typed could not be printed and #if boxes == 1 [stands] else [stand] as a box (□). The spreadsheet and the pages have #if boxes == 1 [it] else [them].
]
`;
