import { inflateSync } from 'node:zlib'

const header = { woff: 44, sfnt: 12 }
const entry = { woff: 20, sfnt: 16 }
const aligned = (length: number) => (length + 3) & ~3

interface Table {
  tag: Buffer
  checksum: number
  data: Buffer
}

/** The tables of a WOFF 1.0 file (W3C Recommendation of 13 December 2012), unpacked. */
function readTables(woff: Buffer): Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = header.woff + index * entry.woff
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field)) as [
      number,
      number,
      number,
    ]
    const stored = woff.subarray(offset, offset + packed)
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      data: packed < length ? inflateSync(stored) : stored,
    }
  })
}

/**
 * Turns a WOFF 1.0 font into the plain font (sfnt) that it packs. pdfkit reads both, but unpacks WOFF in JavaScript anew
 * for every document, which took two thirds of the time of a certificate.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const tables = readTables(woff)
  const power = Math.floor(Math.log2(tables.length))
  const head = Buffer.alloc(header.sfnt + tables.length * entry.sfnt)
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(16 * 2 ** power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(16 * (tables.length - 2 ** power), 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = header.sfnt + index * entry.sfnt
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(data.length, at + 12)
    parts.push(data, Buffer.alloc(aligned(data.length) - data.length))
    offset += aligned(data.length)
  }
  return Buffer.concat(parts)
}
