/**
 * Files as a port.
 *
 * <p>Open {@link dev.naru.common.file.Disk} first. {@link dev.naru.common.file.NioDisk} is the real one; the test kit has
 * a simulated one that forgets unforced writes, tears the last one and fails when told to.
 */
@NullMarked
package dev.naru.common.file;

import org.jspecify.annotations.NullMarked;
