import { expect, test } from 'vitest'
import { isLoopback } from '../loopback.ts'

test.each(['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::FFFF:127.1.2.3'])(
  '%s is reached from this machine only',
  (address) => expect(isLoopback(address)).toBe(true),
)

test.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '::ffff:10.0.0.1', '127.evil.example', '127.1', 'localhost', ''])(
  '%s may be reached from elsewhere, or is a name',
  (address) => expect(isLoopback(address)).toBe(false),
)
