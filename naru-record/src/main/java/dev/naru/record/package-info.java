/**
 * Record batches of format 2, the unit in which records are sent, stored and fetched.
 *
 * <p>Open {@link dev.naru.record.BatchView} first: it draws the layout. {@link dev.naru.record.Batches} walks the batches of
 * a buffer, {@link dev.naru.record.RecordReader} the records of a batch, {@link dev.naru.record.BatchBuilder} makes a batch,
 * and {@link dev.naru.record.BatchValidator} is what a broker asks before it appends what a client sent. {@link
 * dev.naru.record.FileSlice} is batches on their way from a log file to a socket.
 *
 * <p>A library of a codec is loaded when the first batch that needs it comes along, not before.
 */
@NullMarked
package dev.naru.record;

import org.jspecify.annotations.NullMarked;
