/**
 * Decides what the cluster becomes.
 *
 * <p>Open {@link dev.naru.controller.Controller} first: the shell that takes operations one after the other, has each
 * decided on the image the earlier ones lead to, appends what they decided as one batch and answers once that is durable.
 * An {@link dev.naru.controller.Operation} is the deciding part: an image in, records and an answer out, nothing else. There
 * is one for each thing a cluster can be asked: {@link dev.naru.controller.CreateTopics}, {@link
 * dev.naru.controller.DeleteTopics}, {@link dev.naru.controller.CreatePartitions}, {@link
 * dev.naru.controller.AlterConfigs}, {@link dev.naru.controller.RegisterBroker}, {@link
 * dev.naru.controller.RenewLeaderships}, {@link dev.naru.controller.AllocateProducerIds}, {@link dev.naru.controller.Bootstrap}.
 */
@NullMarked
package dev.naru.controller;

import org.jspecify.annotations.NullMarked;
