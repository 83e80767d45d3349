package dev.naru.tests.operators;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.naru.testkit.process.KafkaProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Apache Kafka's command line tools, run by their main methods inside this JVM, in a class loader of their own: a process for
 * each would take a second.
 *
 * <p>They speak on standard output and standard error, which are turned aside for the call, and end by ending the process, which
 * is turned into an error that unwinds them; what they print while they unwind is none of their words.
 *
 * <p>Threading: one thread, since standard output is everybody's.
 */
public final class KafkaTools {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    private static final int NOT_ENDED = -1;

    private final ClassLoader loader;
    private int status = NOT_ENDED;

    /** What a tool printed, on both streams, and the exit status it ended with. */
    public record Printed(String text, int status) {
        public List<String> lines() {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    public KafkaTools() throws IOException, ReflectiveOperationException {
        List<URL> jars = new ArrayList<>();
        for (Path directory : List.of(KafkaProgram.Reference.tools(), KafkaProgram.Reference.kafka())) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path jar : files.sorted().toList()) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> exit = loader.loadClass("org.apache.kafka.common.utils.Exit");
        Class<?> procedure = loader.loadClass("org.apache.kafka.common.utils.Exit$Procedure");
        Object unwind = Proxy.newProxyInstance(loader, new Class<?>[] {procedure}, (proxy, method, arguments) -> {
            throw onExit((int) arguments[0]);
        });
        exit.getMethod("setExitProcedure", procedure).invoke(null, unwind);
    }

    private Ended onExit(int first) {
        // A tool may catch the error that unwinds it, and end a second time.
        if (status == NOT_ENDED) {
            status = first;
            System.setOut(NOWHERE);
            System.setErr(NOWHERE);
        }
        return new Ended();
    }

    /** Runs the main method of a class, named as below {@code org.apache.kafka.tools} or in full. */
    public Printed run(String name, String... arguments) throws ReflectiveOperationException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        status = NOT_ENDED;
        try (PrintStream aside = new PrintStream(printed, true, UTF_8)) {
            System.setOut(aside);
            System.setErr(aside);
            thread.setContextClassLoader(loader);
            loader.loadClass(name.startsWith("kafka.") ? name : "org.apache.kafka.tools." + name)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (status == NOT_ENDED) {
                throw e;
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
            thread.setContextClassLoader(before);
        }
        return new Printed(printed.toString(UTF_8), Math.max(0, status));
    }

    /** Stands for the end of the process. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the tool has ended", null, false, false);
        }
    }
}
