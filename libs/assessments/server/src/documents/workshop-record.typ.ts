import type { Typesetting } from '@turnstone/platform';
import { PAPER } from './paper.typ.js';
import type { WorkshopRecord } from './workshop-record.js';

/** The record of a workshop on A4 upright. A list of contents opens it when it has more than four pages. */
export function workshopRecordOnPaper(record: WorkshopRecord): Typesetting {
  const title = `Record of a workshop: ${record.assessment}, ${record.place}, ${record.date}`;
  return { template, data: record, title, language: 'en-GB' };
}

const template = `${PAPER}${String.raw`
#set page("a4", margin: (x: 18mm, top: 24mm, bottom: 19mm),
  header: run([#data.place: record of a workshop], [#data.date]), header-ascent: 6mm,
  footer: foot([#words(data.assessment) – #words(data.round)]), footer-descent: 6mm)
#set text(size: 10.5pt, fill: ink, hyphenate: false)
#set par(leading: 0.55em, spacing: 0.8em)
#set list(marker: [–], indent: 0pt, body-indent: 0.6em, spacing: 0.6em)
#show heading: set text(tracking: -0.012em)
#show heading.where(level: 1): set text(size: 24pt, tracking: -0.022em)
#show heading.where(level: 1): set block(below: 5mm)
#show heading.where(level: 2): it => block(width: 100%, above: 9mm, below: 3.5mm, sticky: true, breakable: false, stroke: (top: 1.5pt + ink), inset: (top: 2mm), text(size: 15pt, it.body))
#show heading.where(level: 3): it => block(width: 100%, above: 7.5mm, below: 2.6mm, sticky: true, breakable: false, stroke: (top: 0.5pt + stone-4), inset: (top: 1.8mm), text(size: 12.5pt, it.body))
#show heading.where(level: 4): set text(size: 10.5pt, tracking: 0pt)
#show heading.where(level: 4): set block(above: 3.6mm, below: 1.6mm, sticky: true)
#show table.cell.where(y: 0): strong
#set table(stroke: (x, y) => (bottom: if y == 0 { 0.9pt + ink } else { 0.5pt + stone-3 }),
  inset: (x, y) => (left: if x == 0 { 0pt } else { 4mm }, right: 0pt, y: 1.5mm), align: left + top)
#show table: set par(leading: 0.45em)

#heading(level: 1, words(data.assessment))
#text(size: 14pt, weight: "bold", tracking: -0.012em, words(data.finding))

#block(above: 6mm, grid(columns: (1fr, 1fr), column-gutter: 8mm, row-gutter: 4.4mm,
  fact([Maturity tool], strong(words(data.tool))), fact([About], strong(words(data.scope))),
  fact([Held on], strong(words(data.date))), fact([Round], strong(words(data.round))),
  fact([Answered by], strong(words(data.people)))))

// The list makes the record longer and never shorter, so that it cannot take away the reason for itself.
#context if counter(page).final().first() > 4 {
  show outline.entry.where(level: 2): set block(above: 3mm)
  show outline.entry.where(level: 2): set text(weight: "bold")
  show outline.entry.where(level: 3): set block(above: 2.1mm)
  set outline.entry(fill: none)
  heading(level: 2, outlined: false, bookmarked: false)[Contents]
  outline(title: none, target: heading.where(level: 2).or(heading.where(level: 3)), indent: level => calc.max(0, level - 1) * 5mm)
}

== Who was in the room
Counted by sector, as people said at the door. Nobody is named.
#block(breakable: false, table(columns: (1fr, auto), align: (left, right),
  table.header([Sector], [People]),
  ..data.represented.map(r => (words(r.sectors), [#r.people])).flatten()))

== How the time was spent
#block(breakable: false, table(columns: (1fr, auto, auto), align: (left, right, right),
  table.header([Part], [Minutes planned], [Minutes taken]),
  ..data.agenda.map(a => (words(a.title), [#a.planned], if a.took == none [not timed] else [#a.took])).flatten()))

#let agreed(consensus) = if consensus == none { quiet[Not discussed] } else if type(consensus) == str [*Not agreed*] else { plate(consensus.level) }

== What was found, at a glance
#table(columns: (1fr, auto, auto, auto), align: left + horizon,
  table.header([Domain], [Consensus], [Median], [How far people agree]),
  ..data.domains.map(d => (words(d.name), agreed(d.consensus), if d.median == none [–] else { d.median }, words(d.agreement))).flatten())

#let counted(d) = range(1, 5).map(i => str(d.counts.at(i - 1)) + " " + if d.counts.at(i - 1) == 1 { "person" } else { "people" } + " said " + str(i) + " " + name-of(i)).join(", ")
#let most = calc.max(1, ..data.domains.map(d => if d.counts == none { 0 } else { calc.max(..d.counts, if d.withoutLevel == none { 0 } else { d.withoutLevel }) }))
#let tall = 17mm
#let column(count, fill, foot) = align(center + bottom, stack(dir: ttb,
  text(size: 11pt, weight: if count > 0 { "bold" } else { "regular" })[#count],
  v(1.2mm),
  if count > 0 { rect(width: 100%, height: tall * count / most, fill: fill, stroke: 0.75pt + ink) },
  line(length: 100%, stroke: 0.9pt + ink),
  v(1.4mm),
  text(size: 9pt, foot)))
#let chart(d) = figure(kind: image, supplement: none, outlined: false,
  alt: counted(d) + if d.withoutLevel == none { "." } else { "; " + str(d.withoutLevel) + " did not know or skipped it." },
  block(width: 100%, breakable: false, {
    let columns = range(1, 5).map(i => column(d.counts.at(i - 1), fill-of(i), [*#i*\ #name-of(i)]))
    if d.withoutLevel != none { columns.push(column(d.withoutLevel, white, [Don't know,\ skipped])) }
    grid(columns: (1fr,) * columns.len(), column-gutter: 3mm, align: bottom, ..columns)
  }))

== What was found, domain by domain
#for d in data.domains [
  #heading(level: 3, words(d.name))
  #block(sticky: true, text(size: 11.5pt, weight: "bold", words(d.finding)))
  #block(above: 3.6mm, breakable: false, grid(columns: (1fr, 48mm), column-gutter: 9mm,
    if d.counts == none { quiet[So few people gave a level that their answers are not shown.] } else { chart(d) },
    grid(row-gutter: 3.6mm,
      fact([Consensus of the room], agreed(d.consensus)),
      ..if d.counts != none { (fact([Median of the people], strong(if d.median == none [none] else { d.median })), fact([How far people agree], strong(words(d.agreement)))) })))
  #if d.supporting.len() > 0 { list(..d.supporting.map(words)) }
  #if d.reason.trim() != "" [
    ==== Why the room came down there
    #d.reason
  ]
  #if d.tables.len() > 0 [
    ==== What was said at the tables
    #table(columns: (auto, auto, 1fr),
      table.header([Table], [Level], [Reasons]),
      ..d.tables.map(t => ([#t.table], if t.level == none [none] else [#t.level], words(t.reasons, otherwise: "None written down"))).flatten())
  ]
  #for p in d.prompts [
    #heading(level: 4, words(p.prompt))
    #words(p.answer)
  ]
  #if d.nextLevel != none [
    ==== #if type(d.consensus) == dictionary and d.consensus.level == 4 [What there is to keep] else [What the next level asks for]
    #words(d.nextLevel)
  ]
]

== Proposed priorities for action
#if data.priorities.len() == 0 [None were proposed.] else [
  #table(columns: (1fr, 42mm, auto, auto), align: (left, left, left, right),
    table.header([Priority], [Domain], [From], [Votes]),
    ..data.priorities.map(p => (words(p.text), if p.domain == none [All] else { words(p.domain) }, if p.table == none [plenary] else [table~#p.table], if p.votes == none [no vote] else [#p.votes])).flatten())
]

== Actions
#if data.actions.len() == 0 [None were made in the room.] else [
  #table(columns: (1fr, 30mm, 25mm, 36mm, 32mm),
    table.header([What], [Who], [By when], [How it is measured], [Where it comes from]),
    ..data.actions.map(a => (words(a.what), words(a.who, otherwise: "nobody yet"), words(a.byWhen, otherwise: "no date yet"), words(a.measuredBy, otherwise: "not said yet"),
      [#if a.domain == none [Whole assessment] else { words(a.domain) }, #if a.table == none [plenary] else [table~#a.table]])).flatten())
]

== What is not shown, and why
#if data.withheld.len() == 0 [Nothing is kept back.] else { list(..data.withheld.map(words)) }
#boxes-note

== How the figures were worked out
#for m in data.methods [*#words(m.name).* #words(m.words, otherwise: "") #parbreak()]
Source of the tool: #words(data.source)
`}`;
