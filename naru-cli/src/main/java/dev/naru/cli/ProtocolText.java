package dev.naru.cli;

import dev.naru.client.group.GroupConfig.Protocol;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code consumer} or {@code classic}. */
final class ProtocolText implements ITypeConverter<Protocol> {
    @Override
    public Protocol convert(String text) {
        return switch (text) {
            case "consumer" -> Protocol.CONSUMER;
            case "classic" -> Protocol.CLASSIC;
            default -> throw new TypeConversionException("'" + text + "' is not consumer or classic");
        };
    }
}
