package dev.naru.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of {@link #count} seeds and takes a {@link Gen} as a parameter.
 *
 * <p>The seeds follow from the name of the method, so every run of {@code verify} tries the same ones and a red test stays
 * red. {@code -Dnaru.seed=S} replays one seed; {@code -Dnaru.seed.base=B} tries another set, {@code random} a fresh one.
 * The seed is in the test's display name and in front of the message of a failure.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededExtension.class)
public @interface Seeded {
    /** How many seeds. */
    int count() default 100;
}
