/** Where the pages of registers are, for links and for the router alike. */
import type { RegisterShape } from '#core/register/contract/shape.ts'

export const paths = {
  people: {
    list: '/registers/people',
    entry: '/registers/people/$entryId',
    import: '/registers/people/imports/$importId',
  },
  systems: {
    list: '/registers/systems',
    entry: '/registers/systems/$entryId',
    import: '/registers/systems/imports/$importId',
  },
  'data-sets': {
    list: '/registers/data-sets',
    entry: '/registers/data-sets/$entryId',
    import: '/registers/data-sets/imports/$importId',
  },
  suppliers: {
    list: '/registers/suppliers',
    entry: '/registers/suppliers/$entryId',
    import: '/registers/suppliers/imports/$importId',
  },
} as const satisfies Record<RegisterShape['id'], object>
