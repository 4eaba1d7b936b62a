const client = new LabSdk();
