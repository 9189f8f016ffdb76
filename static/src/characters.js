// Which characters a font draws: its `cmap`, read from a WOFF file, as ranges [first, last].
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

export function charactersOf(path) {
  const cmap = tableOf(readFileSync(path), 'cmap')
  const points = new Set()
  for (let record = 0; record < cmap.readUInt16BE(2); record++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4))
    const format = table.readUInt16BE(0)
    if (format === 4) segments(table, points)
    if (format === 12) groups(table, points)
  }
  return ranges([...points].sort((one, other) => one - other))
}

function tableOf(woff, name) {
  for (let entry = 44; entry < 44 + woff.readUInt16BE(12) * 20; entry += 20) {
    if (woff.toString('latin1', entry, entry + 4) !== name) continue
    const [start, packed, length] = [4, 8, 12].map((place) => woff.readUInt32BE(entry + place))
    const table = woff.subarray(start, start + packed)
    return packed < length ? inflateSync(table) : table
  }
  throw new Error(`No table ${name} in this font`)
}

function segments(table, points) {
  const width = table.readUInt16BE(6) // twice the number of segments
  for (let at = 0; at < width; at += 2) {
    const last = table.readUInt16BE(14 + at)
    const first = table.readUInt16BE(16 + width + at)
    for (let point = first; point <= last && point < 0xffff; point++) points.add(point)
  }
}

function groups(table, points) {
  for (let group = 0; group < table.readUInt32BE(12); group++) {
    const at = 16 + group * 12
    for (let point = table.readUInt32BE(at); point <= table.readUInt32BE(at + 4); point++) points.add(point)
  }
}

function ranges(points) {
  const found = []
  for (const point of points) {
    const open = found.at(-1)
    if (open && open[1] === point - 1) open[1] = point
    else found.push([point, point])
  }
  return found
}
