/** Actions that specs and benches record; `test/architecture/ledger-actions.spec.ts` keeps them out of the product. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    [action: `spec.${string}`]: 'spec'
    'bench.written': 'bench'
    'note.changed': 'spec'
    'note.read': 'spec'
    'note.removed': 'spec'
  }
}
