/**
 * The edits of a review. Each is sent with the version of the sentence that was seen; what the server answers is shown at
 * once, and what it refuses stands at its sentence until somebody chose.
 */
import {
  addClaim,
  editClaim,
  mergeClaims,
  readReview,
  splitClaim,
  undoEdit,
} from '#modules/statement/contract/review.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { useToast } from '#ui/toast.tsx'
import { api, queryClient, readOf, renew } from '#web/api.ts'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change, Claim, Edits, Failure, Review } from './review.ts'

type Edited = OutputOf<typeof editClaim>

export interface UsedEdits extends Edits {
  readonly failures: ReadonlyMap<string, Failure>
  readonly forget: (claimId: string) => void
  /** What failed without being about one sentence: taking back, adding. */
  readonly problem: Error | null
}

/** @param onSelect a sentence came to be, or was changed by taking something back */
export function useEdits(review: Review, refusal: string | null, onSelect: (claimId: string) => void): UsedEdits {
  const { t } = useTranslation()
  const toast = useToast()
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map())
  const [problem, setProblem] = useState<Error | null>(null)
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set())
  const underWay = useRef(new Set<string>())
  const { id: statementId } = review
  const latest = useRef(review)
  latest.current = review

  const forget = useCallback(
    (claimId: string) => setFailures((known) => new Map([...known].filter(([id]) => id !== claimId))),
    [],
  )

  /** One step of a sentence at a time: a key that is held down is one wish. */
  const run = useCallback(
    async (key: string, work: () => Promise<Edited>, onFailure: (error: Error) => void): Promise<Edited | null> => {
      if (underWay.current.has(key)) return null
      underWay.current.add(key)
      setPending(new Set(underWay.current))
      setProblem(null)
      try {
        const edited = await work()
        show(statementId, edited)
        return edited
      } catch (error) {
        onFailure(error instanceof Error ? error : new Error(String(error)))
        return null
      } finally {
        underWay.current.delete(key)
        setPending(new Set(underWay.current))
        // Numbers, what can be taken back, and what others did meanwhile.
        void renew(['statement.read-review'])
      }
    },
    [statementId],
  )

  return useMemo(() => {
    const failed = (claim: Claim, change: Change | null) => (error: Error) => {
      setFailures((known) => new Map([...known, [claim.id, { error, change }]]))
    }
    return {
      refusal,
      failures,
      forget,
      problem,
      isPending: (claimId) => pending.has(claimId),
      edit: (claim, change) => {
        if (refusal !== null) return toast(refusal)
        forget(claim.id)
        const body = { version: claim.version, change }
        void run(claim.id, () => api.call(editClaim, { params: { claimId: claim.id }, body }), failed(claim, change))
      },
      split: (claim, at) => {
        if (refusal !== null) return toast(refusal)
        forget(claim.id)
        const body = { version: claim.version, at }
        void run(claim.id, () => api.call(splitClaim, { params: { claimId: claim.id }, body }), failed(claim, null))
      },
      merge: (claim, next) => {
        if (refusal !== null) return toast(refusal)
        forget(claim.id)
        const body = { version: claim.version, nextClaimId: next.id, nextVersion: next.version }
        void run(claim.id, () => api.call(mergeClaims, { params: { claimId: claim.id }, body }), failed(claim, null))
      },
      add: (body) => {
        if (refusal !== null) return toast(refusal)
        void run('add', () => api.call(addClaim, { params: { statementId }, body }), setProblem).then((edited) => {
          const [added] = edited?.claims ?? []
          if (added === undefined) return
          toast(t('review.unread.added'))
          onSelect(added.id)
        })
      },
      undo: () => {
        const [last] = latest.current.undoable
        if (refusal !== null) return toast(refusal)
        if (last === undefined) return toast(t('review.undo.nothing'))
        void run('undo', () => api.call(undoEdit, { params: { editId: last.editId } }), setProblem).then((edited) => {
          if (edited === null) return
          toast(t('review.undone'))
          const [first] = edited.claims
          if (first !== undefined) onSelect(first.id)
        })
      },
    }
  }, [refusal, failures, forget, problem, pending, run, statementId, onSelect, toast, t])
}

/** What an edit made is shown before the whole is read again; what came or went only makes sense as a whole. */
function show(statementId: string, { claims }: Edited): void {
  const { queryKey } = readOf(readReview, { params: { statementId } })
  const edited = new Map(claims.map((claim) => [claim.id, claim]))
  queryClient.setQueryData<Review>(queryKey, (known) =>
    known === undefined || claims.some((claim) => !known.claims.some((one) => isSamePlace(one, claim)))
      ? known
      : { ...known, claims: known.claims.map((one) => edited.get(one.id) ?? one) },
  )
}

function isSamePlace(one: Claim, other: Claim): boolean {
  return one.id === other.id && one.start === other.start && one.end === other.end
}
