type Document = PDFKit.PDFDocument

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

type Point = readonly [x: number, y: number]

/** Draws a curve through the points of a function of 0…1. */
function curve(doc: Document, steps: number, at: (t: number) => Point): void {
  for (let step = 0; step <= steps; step++) {
    const [x, y] = at(step / steps).map((length) => Math.round(length * 100) / 100) as unknown as Point
    if (step === 0) doc.moveTo(x, y)
    else doc.lineTo(x, y)
  }
}

/** A band of interwoven waves, as on papers of value: two swelling envelopes that are filled by lines in between. */
export function waveBand(doc: Document, { x, y, width, height }: Box, color: string): void {
  const strands = 18
  const swell = (t: number) => 0.62 + 0.38 * Math.cos(2 * Math.PI * 3 * t)
  doc.save().lineWidth(0.35).strokeColor(color)
  for (let strand = 0; strand < strands; strand++) {
    const phase = (strand / strands) * 2 * Math.PI
    curve(doc, 240, (t) => {
      const side = swell(t) * Math.cos(2 * Math.PI * 6 * t + phase)
      return [x + width / 2 + (width / 2) * side, y + height * t]
    })
  }
  doc.stroke().restore()
}

/** A rosette: rings of petals that turn about one centre, each ring drawn again and again a little further round. */
export function rosette(doc: Document, centre: Point, radius: number, color: string): void {
  doc.save().lineWidth(0.3).strokeColor(color)
  for (const { inner, outer, petals, turns } of [
    { inner: 0.12, outer: 0.46, petals: 6, turns: 6 },
    { inner: 0.4, outer: 0.8, petals: 12, turns: 6 },
    { inner: 0.72, outer: 1, petals: 24, turns: 4 },
  ]) {
    for (let turn = 0; turn < turns; turn++) ring(doc, centre, [inner * radius, outer * radius], petals, turn / turns)
  }
  doc.stroke().restore()
}

function ring(doc: Document, [cx, cy]: Point, [inner, outer]: Point, petals: number, shift: number): void {
  curve(doc, petals * 14, (t) => {
    const angle = 2 * Math.PI * t
    const distance = (inner + outer) / 2 + ((outer - inner) / 2) * Math.cos(petals * angle + 2 * Math.PI * shift)
    return [cx + distance * Math.cos(angle), cy + distance * Math.sin(angle)]
  })
}
