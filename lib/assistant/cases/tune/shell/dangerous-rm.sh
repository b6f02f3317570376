#!/bin/bash
# Cleans the build folder of a project.

BUILD_ROOT=$1

clean() {
  echo "cleaning $BUILD_ROOT"
  rm -rf "$BUILD_ROOT/"*
}

cd "$2"
clean
ls -l
