/**
 * How configuration is declared and read.
 *
 * <p>Open {@link dev.naru.common.config.ConfigKey} first: a key is declared once, with its type, default, allowed values
 * and meaning. A module collects its keys in a {@link dev.naru.common.config.ConfigKeys} and turns a {@link
 * dev.naru.common.config.ConfigView} into a small record of its own; the broker joins the keys of all modules and lets
 * {@link dev.naru.common.config.ConfigSources} read the command line, the environment and {@code server.properties}.
 */
@NullMarked
package dev.naru.common.config;

import org.jspecify.annotations.NullMarked;
