package dev.naru.cli;

import dev.naru.client.producer.Acks;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 0}, {@code 1} or {@code all}. */
final class AcksText implements ITypeConverter<Acks> {
    @Override
    public Acks convert(String text) {
        return switch (text) {
            case "0" -> Acks.NONE;
            case "1" -> Acks.LEADER;
            case "all", "-1" -> Acks.ALL;
            default -> throw new TypeConversionException("'" + text + "' is not 0, 1 or all");
        };
    }
}
