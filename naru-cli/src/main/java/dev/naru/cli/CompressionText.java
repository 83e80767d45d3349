package dev.naru.cli;

import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code CODEC} or {@code CODEC:LEVEL}. */
final class CompressionText implements ITypeConverter<Compression> {
    @Override
    public Compression convert(String text) {
        int colon = text.indexOf(':');
        CompressionType type = CompressionType.forName(colon < 0 ? text : text.substring(0, colon));
        if (type == null) {
            throw new TypeConversionException("'" + text + "' is not none, gzip, snappy, lz4 or zstd");
        }
        if (colon < 0) {
            return Compression.of(type);
        }
        if (!type.hasLevels()) {
            throw new TypeConversionException(type.configName() + " has no levels");
        }
        try {
            return new Compression(type, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "': the level is not a number");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
