package dev.halligan.api.v1alpha1;

/** The CEL rules of hosted control planes; the API server evaluates them. */
final class HostedRules {

  /** A name that is valid as a label, such as a namespace. */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  static final String API_VERSION = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9][a-z0-9]*$";

  static final String KIND_ROLLS_PODS = "self.kind in ['Deployment', 'StatefulSet']";

  static final String KIND_MESSAGE =
      "kind must be Deployment or StatefulSet: name the workload that creates the pods; a resource"
          + " that creates the workload belongs under owner";

  static final String CONTROLLERS_ARE_APART =
      "!has(self.controllerManager) || self.controllerManager.kind != self.apiServer.kind"
          + " || self.controllerManager.name != self.apiServer.name";

  static final String ONE_WAY_TO_GROW = "has(self.resourcesPath) != has(self.size)";

  private static final String POINTER = ".matches('^(/([^/~]|~[01])+)+$')";

  static final String RESOURCES_IN_SPEC =
      "!has(self.resourcesPath) || (self.resourcesPath.startsWith('/spec/') && self.resourcesPath"
          + POINTER
          + ")";

  static final String REPLICAS_IN_SPEC =
      "!has(self.replicasPath) || (self.replicasPath.startsWith('/spec/') && self.replicasPath"
          + POINTER
          + ")";

  static final String SIZE_IN_SPEC_OR_META =
      "(self.path.startsWith('/spec/') || self.path.startsWith('/metadata/annotations/')"
          + " || self.path.startsWith('/metadata/labels/')) && self.path"
          + POINTER;

  private HostedRules() {}
}
