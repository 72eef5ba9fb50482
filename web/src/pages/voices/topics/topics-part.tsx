import { SuggestionsCard } from './suggestions-card.tsx'
import classes from './topics.module.css'
import { TopicsCard } from './topics-card.tsx'

/** What they speak of: suggestions for texts without a topic, and all topics with their words. */
export function TopicsPart() {
  return (
    <div className={classes.stack}>
      <SuggestionsCard />
      <TopicsCard />
    </div>
  )
}
