/** A cluster small enough for a test: it works like the real thing where clients can tell, and fails when told to. */
@NullMarked
package dev.naru.client.fake;

import org.jspecify.annotations.NullMarked;
