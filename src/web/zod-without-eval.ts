/** Must be imported before any contract: zod probes `new Function`, which the content security policy forbids. */
import { z } from 'zod'

z.config({ jitless: true })
