import type { Typesetting } from '@turnstone/platform';
import type { CollationSheet } from './collation-sheet.js';
import { PAPER } from './paper.typ.js';

/** The collation sheet on A4 across, a column a domain. Long priorities flow to a second page; nothing shrinks. */
export function collationSheetOnPaper(sheet: CollationSheet): Typesetting {
  const title = `Collation sheet: ${sheet.assessment}, ${sheet.place}, ${sheet.date}`;
  return { template, data: sheet, title, language: 'en-GB' };
}

const template = `${PAPER}${String.raw`
#set page("a4", flipped: true, margin: (x: 11mm, top: 19mm, bottom: 15mm),
  header: run([#data.place: collation sheet], [#data.date]),
  header-ascent: 4mm,
  footer: foot([#words(data.assessment) – #words(data.round)]), footer-descent: 4mm)
#set text(size: 9.5pt, fill: ink, hyphenate: false)
#set par(leading: 0.45em, spacing: 0.6em)
#show heading.where(level: 1): set text(size: 19pt, tracking: -0.018em, hyphenate: false)
#show heading.where(level: 1): set block(below: 2.6mm)
#show heading.where(level: 2): set text(size: 9.5pt)
#show heading.where(level: 2): set block(above: 2.4mm, below: 1.2mm)

#heading(level: 1, words(data.assessment))

#block(above: 3.4mm, below: 4.4mm, {
  set text(size: 10pt, hyphenate: false)
  grid(columns: (auto, auto, auto, auto), column-gutter: 9mm,
    fact([Maturity tool], strong(words(data.tool))), fact([About], strong(words(data.scope))), fact([Round], strong(words(data.round))), fact([Answered by], strong(words(data.people))))
})

#let domains = data.domains
#let n = domains.len()
#let most = calc.max(1, ..domains.map(d => if d.counts == none { 0 } else { calc.max(..d.counts, if d.withoutLevel == none { 0 } else { d.withoutLevel }) }))
#let grouped = domains.any(d => d.group != none)
#let spans = {
  let made = ()
  for d in domains {
    if made.len() > 0 and made.last().group == d.group { made.last().count += 1 } else { made.push((group: d.group, count: 1)) }
  }
  made
}

// The bar repeats the number: it is drawn for the eye and passed over by a screen reader.
#let bar(count, fill) = pdf.artifact(box(width: 100%, height: 3mm,
  if count > 0 { place(left + horizon, rect(width: 100% * count / most, height: 3mm, fill: fill, stroke: 0.6pt + ink)) }))
#let tally(count, fill) = {
  set par(spacing: 1.3mm)
  if count == 0 { text(size: 15pt, fill: ink-2)[0] } else { text(size: 15pt, weight: "bold")[#count] }
  parbreak()
  bar(count, fill)
}
#let label(level) = grid(columns: (5mm, 1fr), column-gutter: 1.6mm, align: (center + horizon, left + horizon),
  box(width: 5mm, height: 5mm, fill: fill-of(level), stroke: 0.75pt + ink, align(center + horizon, text(weight: "bold")[#level])),
  fitting(name-of(level), style: strong))

#let thin = 0.5pt + stone-3
#let firm = 0.9pt + ink
#let level-row(level) = (
  label(level),
  ..domains.map(d => if d.counts == none { quiet[not shown] } else { tally(d.counts.at(level - 1), fill-of(level)) }),
  table.hline(stroke: thin),
)
#let consensus(d) = if d.consensus == none {
  quiet[Not discussed]
} else if type(d.consensus) == str {
  block(width: 100%, stroke: (paint: ink, thickness: 0.9pt, dash: "dashed"), inset: (x: 1.2mm, y: 1.2mm), strong[Not agreed])
} else {
  block(width: 100%, fill: fill-of(d.consensus.level), stroke: 0.9pt + ink, inset: (x: 1.2mm, y: 1.2mm))[
    #text(size: 15pt, weight: "bold")[#d.consensus.level]\ #fitting(name-of(d.consensus.level), style: strong)
  ]
}
#let priority(p) = block(above: 0pt, below: 2.4mm, {
  set par(spacing: 0.45em)
  fitting(words(p.text))
  if p.votes != none { parbreak(); strong[#p.votes #if p.votes == 1 [vote] else [votes]] }
})

#table(
  columns: (30mm, ..range(n).map(_ => 1fr)),
  stroke: none,
  inset: (x, y) => if x == 0 { (left: 0pt, right: 1.3mm, y: 1.5mm) } else { (x: 1.3mm, y: 1.5mm) },
  align: left + top,
  table.header(
    ..if grouped { ([], ..spans.map(s => table.cell(colspan: s.count, inset: (x: 1.3mm, y: 0.8mm), stroke: (bottom: 0.5pt + stone-4), text(fill: ink-2)[#words(s.group, otherwise: "")]))) },
    table.cell(align: bottom)[Level],
    ..domains.map(d => table.cell(align: bottom, fitting(words(d.name), style: strong))),
    table.hline(stroke: firm),
  ),
  ..range(1, 5).map(level-row).flatten(),
  [I don't know, or skipped],
  ..domains.map(d => if d.withoutLevel == none { quiet[not shown] } else { tally(d.withoutLevel, white) }),
  table.hline(stroke: firm),
  [*Consensus* (1~to~4)\ #quiet[with the median of~those who gave a level]],
  ..domains.map(d => [#consensus(d) #if d.median != none { block(above: 1mm, quiet[median #d.median]) }]),
  table.hline(stroke: firm),
  [*Proposed priorities for action*],
  ..domains.map(d => if d.priorities.len() == 0 { quiet[None] } else { d.priorities.map(priority).join() }),
  table.hline(stroke: firm),
)

#v(2mm)
#grid(columns: (1fr, 1fr), column-gutter: 10mm, [
  == What is not shown, and why
  #if data.withheld.len() == 0 [Nothing is kept back.] else [#data.withheld.map(words).join(parbreak())]
], [
  == How to read this sheet
  Figures are people; bars are drawn to one scale. The consensus is what the room agreed in talking; nobody works it out from the counts. #boxes-note

  Source of the tool: #words(data.source)
])
`}`;
