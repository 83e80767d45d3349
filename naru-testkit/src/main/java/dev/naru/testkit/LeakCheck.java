package dev.naru.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that forgot to release a network buffer. It registers itself wherever the test kit is on the class
 * path, and does nothing where the network module is not; that module is looked up by name, since the test kit stands
 * below it.
 *
 * <p>Threading: JUnit's.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final String DETECTOR = "dev.naru.network.netty.BufferLeaks";
    private static final @Nullable Method COLLECT = install();

    private static @Nullable Method install() {
        try {
            Class<?> detector = Class.forName(DETECTOR);
            detector.getMethod("install").invoke(null);
            return detector.getMethod("collect");
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(DETECTOR + " is not what it was", e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Loading this class has installed the detector, before the first buffer.
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (COLLECT == null || context.getTestClass().map(Class::isMemberClass).orElse(false)) {
            return;
        }
        List<?> leaks = leaks(COLLECT);
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers leaked, the first: " + leaks.get(0));
        }
    }

    private static List<?> leaks(Method collect) throws Exception {
        try {
            return (List<?>) collect.invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("cannot look for leaks", e.getCause());
        }
    }
}
