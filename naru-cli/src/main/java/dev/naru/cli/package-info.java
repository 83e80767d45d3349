/**
 * The {@code naru} command line, on the client alone.
 *
 * <p>Open {@code NaruCommand} first: it lists the commands and says how failures are told.
 */
@NullMarked
package dev.naru.cli;

import org.jspecify.annotations.NullMarked;
