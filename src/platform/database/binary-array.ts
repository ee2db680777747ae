/**
 * Arrays as PostgreSQL's own binary format has them (`array_recv` in src/backend/utils/adt/arrayfuncs.c), to be given as
 * one parameter: half as long as the text that the driver writes, and nothing to parse on the other side.
 */

/** Elements by their type: a UUID, text, bytes, or an instant. */
interface Elements {
  uuid: string
  text: string
  bytea: Uint8Array
  timestamptz: Date
}

const oids: Readonly<Record<keyof Elements, number>> = { uuid: 2950, text: 25, bytea: 17, timestamptz: 1184 }
/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMs = 946_684_800_000

const encoders: { readonly [Type in keyof Elements]: (value: Elements[Type]) => Uint8Array } = {
  uuid: (value) => Buffer.from(value.replaceAll('-', ''), 'hex'),
  text: (value) => Buffer.from(value, 'utf8'),
  bytea: (value) => value,
  timestamptz: (value) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(value.getTime() - epochMs) * 1000n)
    return bytes
  },
}

/** One dimension, from 1. */
export function binaryArray<Type extends keyof Elements>(
  type: Type,
  values: readonly (Elements[Type] | null)[],
): Buffer {
  const header = Buffer.alloc(20)
  header.writeInt32BE(1, 0)
  header.writeInt32BE(values.includes(null) ? 1 : 0, 4)
  header.writeInt32BE(oids[type], 8)
  header.writeInt32BE(values.length, 12)
  header.writeInt32BE(1, 16)
  const parts: Uint8Array[] = [header]
  for (const value of values) {
    const length = Buffer.alloc(4)
    const bytes = value === null ? null : encoders[type](value)
    length.writeInt32BE(bytes === null ? -1 : bytes.length)
    parts.push(length)
    if (bytes !== null) parts.push(bytes)
  }
  return Buffer.concat(parts)
}
