/** The one class file set that is defined again in each version's class loader; see the package above. */
package dev.naru.tests.compatibility.java.driver;
