/** Tests of the generator's own rules; whether its output is right is tested in the protocol module. */
@NullMarked
package dev.naru.protocol.generator;

import org.jspecify.annotations.NullMarked;
