/** The Java members of the groups, a program of its own: open {@link dev.naru.tests.groups.member.JavaMembers}. */
package dev.naru.tests.groups.member;
