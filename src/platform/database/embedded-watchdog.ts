/**
 * Ends a database server that will never serve again. When the startup process is killed while PostgreSQL 18 recovers
 * from a crash, the server neither goes on nor gives up: it waits for its other children for ever, and connections wait
 * with it. What tells this state from slow recovery and from a loaded machine is that neither the startup process nor
 * the WAL writer is there. It can be told on Linux only; elsewhere nobody is ended.
 */
import { readFile } from 'node:fs/promises'
import type { Log } from '../log/log.ts'

const lookEveryMs = 1_000
/** Looks in a row that have to see it: between recovery and service there is a moment without either. */
const looks = 5

/** Whether a server has neither the process that recovers nor the one that a serving server always has. */
export async function isAtADeadEnd(postmasterPid: number): Promise<boolean> {
  try {
    const children = (await readFile(`/proc/${postmasterPid}/task/${postmasterPid}/children`, 'utf8')).split(' ')
    const titles = await Promise.all(
      children.filter(Boolean).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    )
    return titles.length > 0 && !titles.some((title) => /^postgres: (startup|walwriter)/.test(title))
  } catch {
    // Gone, or a system without /proc: whoever started it hears of its end.
    return false
  }
}

/** Watches a server until the returned function is called. */
export function watchForDeadEnd(postmasterPid: number, log: Log): () => void {
  let seen = 0
  const timer = setInterval(() => {
    void isAtADeadEnd(postmasterPid).then((dead) => {
      seen = dead ? seen + 1 : 0
      if (seen !== looks) return
      log.error({ pid: postmasterPid }, 'the database server cannot recover any more and is ended, to be started anew')
      try {
        process.kill(postmasterPid, 'SIGKILL')
      } catch {
        // It has just ended by itself.
      }
    })
  }, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
