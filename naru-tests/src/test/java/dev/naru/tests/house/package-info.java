/**
 * The rules of the house, checked in every build.
 *
 * <p>{@link dev.naru.tests.house.ArchitectureTest} holds what Maven modules cannot say about dependencies; {@link
 * dev.naru.tests.house.TidyTest} looks at the sources and the documents themselves.
 */
package dev.naru.tests.house;
