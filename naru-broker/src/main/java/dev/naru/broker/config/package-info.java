/**
 * What an operator says about a broker.
 *
 * <p>Open {@link dev.naru.broker.config.BrokerConfig} first: it joins the keys of all modules, reads {@code
 * server.properties}, and is made of small records, of which everything in the broker receives only its own.
 */
@NullMarked
package dev.naru.broker.config;

import org.jspecify.annotations.NullMarked;
