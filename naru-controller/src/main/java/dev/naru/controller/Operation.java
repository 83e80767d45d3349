package dev.naru.controller;

import dev.naru.metadata.ClusterImage;

/**
 * Something the cluster is asked to do. Deciding is a function of the image and the context alone: it changes nothing, and
 * what it decided comes about when its records are replayed.
 *
 * @param <A> the answer
 */
public interface Operation<A> {
    /** Decides what to write and what to answer once it is written. */
    Decision<A> decide(ClusterImage image, DecisionContext context);
}
