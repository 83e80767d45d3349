package dev.naru.cli;

import dev.naru.record.Header;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code KEY=VALUE}. */
final class HeaderText implements ITypeConverter<Header> {
    @Override
    public Header convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("'" + text + "' is not KEY=VALUE");
        }
        return Header.of(text.substring(0, equals), text.substring(equals + 1));
    }
}
