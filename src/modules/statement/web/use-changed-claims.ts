/** Which sentences have just changed their status while somebody was looking. */
import type { Status } from '#core/vocabulary.ts'
import { useEffect, useRef, useState } from 'react'

/** As long as the pulse of `document.css` lasts, with time to read the announcement. */
const shownMs = 6_000

/** Ids of the sentences whose status differs from what was shown before; empty again after a few seconds. */
export function useChangedClaims(claims: readonly { id: string; status: Status | null }[]): ReadonlySet<string> {
  const seen = useRef<ReadonlyMap<string, Status | null> | null>(null)
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const before = seen.current
    seen.current = new Map(claims.map((claim) => [claim.id, claim.status]))
    if (before === null) return
    const different = claims.filter((claim) => before.has(claim.id) && before.get(claim.id) !== claim.status)
    if (different.length > 0) setChanged(new Set(different.map((claim) => claim.id)))
  }, [claims])
  useEffect(() => {
    if (changed.size === 0) return
    const timer = setTimeout(() => setChanged(new Set()), shownMs)
    return () => clearTimeout(timer)
  }, [changed])
  return changed
}
