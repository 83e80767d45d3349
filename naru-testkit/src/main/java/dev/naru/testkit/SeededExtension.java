package dev.naru.testkit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/**
 * Turns a {@link Seeded} method into one invocation per seed.
 *
 * <p>Threading: stateless; each invocation has its own {@link Gen}.
 */
final class SeededExtension implements TestTemplateInvocationContextProvider {
    private static final String SEED_PROPERTY = "naru.seed";
    private static final String BASE_PROPERTY = "naru.seed.base";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeded.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return seeds(context.getRequiredTestMethod()).mapToObj(SeedContext::new);
    }

    private static LongStream seeds(Method method) {
        String replayed = System.getProperty(SEED_PROPERTY);
        if (replayed != null) {
            return LongStream.of(Long.parseLong(replayed));
        }
        String base = System.getProperty(BASE_PROPERTY, "0");
        long start = base.equals("random") ? System.nanoTime() : Long.parseLong(base);
        String name = method.getDeclaringClass().getName() + "#" + method.getName();
        return new SplittableRandom(start ^ ((long) name.hashCode() << 32))
                .longs(method.getAnnotation(Seeded.class).count());
    }

    private record SeedContext(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "[" + invocationIndex + "] seed=" + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new OneSeed(seed));
        }
    }

    private record OneSeed(long seed) implements ParameterResolver, InvocationInterceptor {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Gen.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Gen(seed);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> invocation,
                ReflectiveInvocationContext<Method> invocationContext,
                ExtensionContext context)
                throws Throwable {
            try {
                invocation.proceed();
            } catch (TestAbortedException e) {
                throw e;
            } catch (Throwable e) {
                // Without the seed a failure here is worth nothing, so it leads the message, whatever the failure was.
                throw new AssertionError(replayLine(invocationContext.getExecutable()) + ": " + e.getMessage(), e);
            }
        }

        private String replayLine(Method method) {
            return "seed=%d (replay: mvn test -Dtest=%s#%s -D%s=%d)"
                    .formatted(seed, method.getDeclaringClass().getSimpleName(), method.getName(), SEED_PROPERTY, seed);
        }
    }
}
