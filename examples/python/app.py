from aws_cdk import App

from devices_stack import DevicesStack

app = App()
DevicesStack(app, "DevicesApp")
app.synth()
