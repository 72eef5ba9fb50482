import { createContext } from 'react'

/** Names of parties by their identifiers, as the lines on the page tell them. */
export const Names = createContext<ReadonlyMap<string, string>>(new Map())
