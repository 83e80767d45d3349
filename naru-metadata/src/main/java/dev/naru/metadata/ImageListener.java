package dev.naru.metadata;

/**
 * Is told of each image in turn.
 *
 * <p>Threading: called on the follower's loop; quick, handing real work to the loops that own it.
 */
public interface ImageListener {
    /** The cluster is now {@code image}; {@code delta} says what is different from before. */
    void onImage(ClusterImage image, ClusterDelta delta);
}
