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
  /** One step after the other: the next one is made of what the one before came to. */
  const tail = useRef<Promise<unknown>>(Promise.resolve())
  const ownVersions = useRef(new Map<string, number>())
  const { id: statementId } = review

  const forget = useCallback(
    (claimId: string) => setFailures((known) => new Map([...known].filter(([id]) => id !== claimId))),
    [],
  )

  return useMemo(() => {
    const run = (key: string, work: () => Promise<Edited>, onFailure: (error: Error) => void) => {
      const step = async (): Promise<Edited | null> => {
        setPending((known) => new Set([...known, key]))
        setProblem(null)
        try {
          const edited = await work()
          for (const { id, version } of edited.claims) ownVersions.current.set(id, version)
          show(statementId, edited)
          return edited
        } catch (error) {
          onFailure(error instanceof Error ? error : new Error(String(error)))
          return null
        } finally {
          setPending((known) => new Set([...known].filter((one) => one !== key)))
          // Numbers, what can be taken back, and what others did meanwhile.
          await renew(['statement.read-review'])
        }
      }
      const done = tail.current.then(step)
      tail.current = done
      return done
    }
    /** What was seen, or what an own step made of it since; never what somebody else did unseen. */
    const seen = ({ id, version }: Claim) => Math.max(version, ownVersions.current.get(id) ?? 0)
    const failed = (claim: Claim, change: Change | null) => (error: Error) => {
      setFailures((known) => new Map([...known, [claim.id, { error, change }]]))
    }
    const ofClaim = (claim: Claim, change: Change | null, work: () => Promise<Edited>) => {
      if (refusal !== null) return toast(refusal)
      forget(claim.id)
      void run(claim.id, work, failed(claim, change))
    }
    return {
      refusal,
      failures,
      forget,
      problem,
      isPending: (claimId) => pending.has(claimId),
      edit: (claim, change) =>
        ofClaim(claim, change, () =>
          api.call(editClaim, { params: { claimId: claim.id }, body: { version: seen(claim), change } }),
        ),
      split: (claim, at) =>
        ofClaim(claim, null, () =>
          api.call(splitClaim, { params: { claimId: claim.id }, body: { version: seen(claim), at } }),
        ),
      merge: (claim, next) =>
        ofClaim(claim, null, () =>
          api.call(mergeClaims, {
            params: { claimId: claim.id },
            body: { version: seen(claim), nextClaimId: next.id, nextVersion: seen(next) },
          }),
        ),
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
        if (refusal !== null) return toast(refusal)
        let isEmpty = false
        const work = () => {
          // The last one by then: of two steps back the second begins where the first ended.
          const last = queryClient.getQueryData<Review>(keyOf(statementId))?.undoable[0]
          isEmpty = last === undefined
          return last === undefined
            ? Promise.reject(new Error('nothing to undo'))
            : api.call(undoEdit, { params: { editId: last.editId } })
        }
        void run('undo', work, (error) => (isEmpty ? toast(t('review.undo.nothing')) : setProblem(error))).then(
          (edited) => {
            if (edited === null) return
            toast(t('review.undone'))
            const [first] = edited.claims
            if (first !== undefined) onSelect(first.id)
          },
        )
      },
    }
  }, [refusal, failures, forget, problem, pending, statementId, onSelect, toast, t])
}

/** What an edit made is shown before the whole is read again; what came or went only makes sense as a whole. */
function show(statementId: string, { claims }: Edited): void {
  const edited = new Map(claims.map((claim) => [claim.id, claim]))
  queryClient.setQueryData<Review>(keyOf(statementId), (known) =>
    known === undefined || claims.some((claim) => !known.claims.some((one) => isSamePlace(one, claim)))
      ? known
      : { ...known, claims: known.claims.map((one) => edited.get(one.id) ?? one) },
  )
}

/** Under which the review is kept. */
function keyOf(statementId: string) {
  return readOf(readReview, { params: { statementId } }).queryKey
}

function isSamePlace(one: Claim, other: Claim): boolean {
  return one.id === other.id && one.start === other.start && one.end === other.end
}
