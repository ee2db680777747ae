/**
 * The application's one client and its cache. A call that needs a second factor asks for it and is repeated; a session
 * that has ended sends the reader to the sign-in page.
 */
import { createClient, ProblemError } from '#platform/http/client.ts'
import type { Endpoint, OutputOf, RequestOf } from '#platform/http/endpoint.ts'
import { QueryClient, queryOptions, useMutation, type UseMutationResult } from '@tanstack/react-query'
import { currentLocale } from './i18n.ts'

type StepUpHandler = () => Promise<boolean>
let askForStepUp: StepUpHandler | null = null
let pendingStepUp: Promise<boolean> | null = null

/** Says who asks for the second factor; null when nobody does. */
export function handleStepUp(handler: StepUpHandler | null): void {
  askForStepUp = handler
}

export const api = createClient({
  locale: currentLocale,
  onProblem: async (problem) => {
    if (problem.code === 'support.grant_over') {
      // The shell learns of it by who the reader is; that read may be the one which was refused just now.
      void queryClient.invalidateQueries({ queryKey: ['session.read'] }, { cancelRefetch: false })
      return false
    }
    if (problem.code === 'session.needed') {
      await queryClient.invalidateQueries({ queryKey: ['session.read'] })
      return false
    }
    if (problem.code !== 'session.step_up_needed' || askForStepUp === null) return false
    // Several calls may need it at once: one question answers them all.
    pendingStepUp ??= askForStepUp().finally(() => {
      pendingStepUp = null
    })
    return pendingStepUp
  },
})

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only what a second try can mend: no answer, or a server in trouble.
      retry: (failures, error) =>
        failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status >= 502),
    },
  },
})

/** A cached read of an endpoint; its key begins with the endpoint's id, by which live updates find it. */
export function readOf<const E extends Endpoint>(endpoint: E, request: RequestOf<E>) {
  return queryOptions<OutputOf<E>, Error>({
    queryKey: [endpoint.id, request],
    queryFn: async () => {
      // One argument or none: the client takes an empty request either way.
      const call = api.call as (endpoint: Endpoint, request: unknown) => Promise<OutputOf<E>>
      return call(endpoint, request)
    },
  })
}

/** An action of a page: pending, problem, and afterwards the reads it changed are renewed. */
export function useAction<I, O>(
  act: (input: I) => Promise<O>,
  options: { renews: readonly string[]; onDone?: (output: O, input: I) => void },
): UseMutationResult<O, Error, I> {
  return useMutation<O, Error, I>({
    mutationFn: act,
    onSuccess: async (output, input) => {
      await renew(options.renews)
      options.onDone?.(output, input)
    },
  })
}

/** Renews every read whose endpoint id begins with one of the prefixes. */
export async function renew(prefixes: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [id] }) => typeof id === 'string' && prefixes.some((prefix) => id.startsWith(prefix)),
  })
}
