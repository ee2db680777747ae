/** A part of a page with its heading, and below it in a quiet line what it is for. */
import type { ReactNode } from 'react'

export interface SectionProps {
  /** Of the heading, once on a page. */
  id: string
  title: string
  meaning: string
  children: ReactNode
}

export function Section({ id, title, meaning, children }: SectionProps) {
  return (
    <section className="section" aria-labelledby={id}>
      <div className="stack-tight">
        <h2 id={id}>{title}</h2>
        <p className="soft small">{meaning}</p>
      </div>
      {children}
    </section>
  )
}
