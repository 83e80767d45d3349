/**
 * Turns the message schemas of Apache Kafka into Java, while the protocol module is being built.
 *
 * <p>Open {@link dev.naru.protocol.generator.Main} first: it reads the schema files ({@link
 * dev.naru.protocol.generator.SchemaReader} into {@link dev.naru.protocol.generator.MessageSchema}) and writes one class
 * per message ({@link dev.naru.protocol.generator.MessageClass}, {@link dev.naru.protocol.generator.StructClass}), the
 * table of API keys, and one table of record types for each family of persisted records. How one field is read, written
 * and compared is in {@link dev.naru.protocol.generator.FieldReading}, {@link dev.naru.protocol.generator.FieldWriting}
 * and {@link dev.naru.protocol.generator.JavaField}. Nothing here is on the class path of a running broker.
 */
@NullMarked
package dev.naru.protocol.generator;

import org.jspecify.annotations.NullMarked;
