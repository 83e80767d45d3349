package dev.naru.tests.compatibility.java;

import dev.naru.testkit.process.KafkaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One version of the official Java client, and what it can do.
 *
 * <p>The same driver class, compiled once against the newest client, is defined again in each version's own class loader. A method
 * that a version lacks is only an error once it is called, so the differences are the questions below.
 */
public enum JavaClientVersion {
    V0_11("0.11.0.3"),
    V1_1("1.1.1"),
    V2_0("2.0.1"),
    V2_8("2.8.2"),
    V3_3("3.3.2"),
    V3_9("3.9.2"),
    V4_0("4.0.2"),
    V4_4("4.4.0");

    private static final String DRIVER = "dev.naru.tests.compatibility.java.driver.";

    private final String version;

    JavaClientVersion(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }

    public boolean hasZstd() {
        return compareTo(V2_8) >= 0;
    }

    /** The first version asks for DescribeConfigs 0, which Kafka 4 has dropped. */
    public boolean hasDescribeConfigs() {
        return compareTo(V1_1) >= 0;
    }

    public boolean hasCreatePartitions() {
        return compareTo(V1_1) >= 0;
    }

    public boolean hasDeleteRecords() {
        return compareTo(V1_1) >= 0;
    }

    /** A client of this version, connected to {@code bootstrap} once it is first used. */
    public KafkaActions connect(String bootstrap) throws ReflectiveOperationException, IOException {
        ClassLoader loader = Loaders.of(this);
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            Class<?> driver = loader.loadClass(DRIVER + "DrivenClient");
            Object client = driver.getConstructor(String.class).newInstance(bootstrap);
            return inLoader(loader, (KafkaActions) client);
        } finally {
            current.setContextClassLoader(before);
        }
    }

    /** The client looks classes up by name in the thread's context loader, so every call runs with the right one. */
    private static KafkaActions inLoader(ClassLoader loader, KafkaActions client) {
        InvocationHandler call = (proxy, method, arguments) -> {
            Thread current = Thread.currentThread();
            ClassLoader before = current.getContextClassLoader();
            current.setContextClassLoader(loader);
            try {
                return method.invoke(client, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                current.setContextClassLoader(before);
            }
        };
        Class<?>[] type = {KafkaActions.class};
        return (KafkaActions) Proxy.newProxyInstance(KafkaActions.class.getClassLoader(), type, call);
    }

    @Override
    public String toString() {
        return "kafka-clients " + version;
    }

    /** One loader per version for the life of the JVM: the native codecs may be loaded once per loader. */
    private static final class Loaders {
        private static final ClassLoader[] BY_VERSION = new ClassLoader[values().length];

        static synchronized ClassLoader of(JavaClientVersion version) throws IOException {
            int index = version.ordinal();
            if (BY_VERSION[index] == null) {
                BY_VERSION[index] = new VersionLoader(jars(version.version));
            }
            return BY_VERSION[index];
        }

        private static URL[] jars(String version) throws IOException {
            List<URL> urls = new ArrayList<>();
            try (Stream<Path> jars = Files.list(KafkaProgram.Reference.clients().resolve(version))) {
                for (Path jar : jars.sorted().toList()) {
                    urls.add(url(jar));
                }
            }
            return urls.toArray(URL[]::new);
        }

        private static URL url(Path jar) throws MalformedURLException {
            return jar.toUri().toURL();
        }
    }

    /** Kafka, its codecs and the driver come from this version alone; the JDK and {@link KafkaActions} from above. */
    private static final class VersionLoader extends URLClassLoader {
        private static final List<String> OWN = List.of(
                "org.apache.kafka.", "org.slf4j.", "net.jpountz.", "org.xerial.snappy.", "com.github.luben.", DRIVER);

        VersionLoader(URL[] jars) {
            super("kafka-clients", jars, JavaClientVersion.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (OWN.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : name.startsWith(DRIVER) ? defineDriver(name) : findClass(name);
            }
        }

        private Class<?> defineDriver(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
