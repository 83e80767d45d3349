package dev.naru.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;

/** Makes commands; those that read or write are given the terminal. */
final class CommandFactory implements CommandLine.IFactory {
    private final Terminal terminal;

    CommandFactory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (!type.getPackageName().equals(CommandFactory.class.getPackageName())) {
            return CommandLine.defaultFactory().create(type);
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                return type.cast(make(constructor));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    private Object make(Constructor<?> constructor) throws Exception {
        try {
            return constructor.newInstance(terminal);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
